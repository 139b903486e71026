"""The HTML page: its words, what its template tells of events, what its script draws."""
