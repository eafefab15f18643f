"""One file or folder per bibliographic format, read and write."""
