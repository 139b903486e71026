"""Curated chronologies as plain YAML: dates, sources, and answers that say how sure they are."""
