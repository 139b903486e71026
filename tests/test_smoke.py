def test_the_main_job_lists_the_events_of_a_network(timeline):
    run = timeline("list", "--network", "NUM")
    assert run.status == 0
    assert "- **April 2020** – Network of University Medicine (NUM) founded" in run.out
