"""From an article to its summary, tags, story and edition."""
