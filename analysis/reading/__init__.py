"""Files into tables: sniffing, reading, the import receipt, the reader in scripts."""
