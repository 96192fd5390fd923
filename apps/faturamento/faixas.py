"""The usual ages of what is to be received, in whole days since the issue (aging)."""

FAIXAS: tuple[tuple[int, int | None], ...] = ((0, 30), (31, 60), (61, 90), (91, None))
"""First and last day of each, both included; the oldest has no end."""
