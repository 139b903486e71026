"""Questions: a small closed algebra of terms, and its meaning as SQL."""
