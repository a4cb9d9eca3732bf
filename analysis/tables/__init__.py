"""Tables that are made: samples, exports, combinations, and what differs between runs."""
