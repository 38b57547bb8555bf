from sandbank_server.domain.refusals import named


def test_each_id_is_named_once_in_quotes() -> None:
    assert named(["a", "b", "a"]) == "'a', 'b'"
    assert named([]) == ""


def test_what_could_be_taken_for_the_message_is_escaped() -> None:
    assert named(["a\n\u202eb", "\ud800"]) == r"'a\n\u202eb', '\ud800'"
    assert named(["a', 'b"]) == "\"a', 'b\""


def test_a_long_id_is_cut_to_a_hundred_characters() -> None:
    assert named(["x" * 100]) == f"'{'x' * 100}'"
    assert named(["x" * 101]) == f"'{'x' * 99}…'"
    assert named(["x" * 200 + "1", "x" * 200 + "2"]).count("…") == 2
