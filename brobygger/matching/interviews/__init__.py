"""The kick-off day: every interview in a round, nobody in two places at once."""
