"""Where files are kept: a folder of this machine's, or a bucket that several share."""
