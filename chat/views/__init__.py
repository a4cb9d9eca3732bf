"""HTTP: pages, uploads, downloads."""
