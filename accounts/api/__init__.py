"""What every part of the interface for other systems shares: who asks, problems, keys, pages, limits and the schema."""
