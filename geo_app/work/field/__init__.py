"""The phone in the field: what it takes along, and how its visits and photos arrive."""
