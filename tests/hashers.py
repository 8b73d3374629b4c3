from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2PasswordHasher(Argon2PasswordHasher):
    """The same algorithm as in production at its lowest cost, or every sign-in in a test takes a tenth of a second."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
