"""What is done with somebody who is referred: `referring`, `answering`, and `taking_in`. Nobody is turned away. Source: RULES W1."""
