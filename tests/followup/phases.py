"""The rhythms of following up as they are shipped, for tests that read due dates."""

from __future__ import annotations

from brobygger.reference.datasets import DATA_FOLDER, DATASETS
from brobygger.reference.models import FollowUpPhase


def load_phases() -> None:
    (dataset,) = (dataset for dataset in DATASETS if dataset.model is FollowUpPhase)
    FollowUpPhase.objects.bulk_create(FollowUpPhase(**values) for values in dataset.rows(dataset.content(DATA_FOLDER)).values())
