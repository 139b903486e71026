"""The YAML store: found, read and validated."""
