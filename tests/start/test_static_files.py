import re

from django.core.management import call_command
from django.test import override_settings

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.HashedStaticFilesStorage"},
}


def test_production_gets_every_static_file_under_a_name_with_its_hash(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)

    names = [path.name for path in tmp_path.iterdir()]
    assert [name for name in names if re.fullmatch(r"app\.[0-9a-f]{12}\.css", name)]
    assert [name for name in names if re.fullmatch(r"app\.[0-9a-f]{12}\.css\.gz", name)]
