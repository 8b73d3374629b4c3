def test_the_server_answers_that_it_is_ready(page):
    answer = page.goto("/readyz")

    assert answer.status == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "queue": "ok"}
