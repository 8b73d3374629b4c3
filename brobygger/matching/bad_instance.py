"""What is said when a file cannot be used."""


class BadInstance(ValueError):
    """The file cannot be used. The text is one sentence in bokmål that names the place in the file."""
