"""Dates that are never more precise than their source: EDTF, what people type, and words."""
