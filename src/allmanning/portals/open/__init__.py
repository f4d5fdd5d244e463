"""Pages for everybody: the start pages of the municipalities, and logging in."""
