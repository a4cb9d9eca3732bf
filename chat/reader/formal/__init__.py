"""Questions as textbooks of statistics put them: long, hedged, sure of their terms."""
