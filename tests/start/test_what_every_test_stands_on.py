import socket

import pytest
from django.db import connection
from django.template import Context, Template

from tests.conftest import NetworkCallRefused


@pytest.mark.django_db
def test_the_role_that_the_program_uses_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")

        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
def test_a_new_database_has_the_extensions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")

        assert {"btree_gist", "citext", "pg_trgm", "unaccent"} <= {name for (name,) in cursor.fetchall()}


def test_an_undefined_template_variable_fails():
    template = Template("Hei, {{ nobody.name }}")

    with pytest.raises(LookupError, match="nobody"):
        template.render(Context())


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.com", 80)])
def test_a_network_call_that_leaves_the_machine_is_refused(address):
    with socket.socket() as caller, pytest.raises(NetworkCallRefused):
        caller.connect(address)
