"""The web as `digest` asks it: slowly, within bounds, and never the machines of its own network."""
