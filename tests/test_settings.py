"""The line of settings: it is read as it is written, and a wrong one is told which part is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.settings import ACTIVATIONS, MOST, STARTS, BadSettings, Settings, parse

ANY = st.builds(
    Settings,
    hidden=st.lists(st.integers(1, MOST["neurons"]), max_size=MOST["layers"]).map(tuple),
    start=st.sampled_from(STARTS),
    activation=st.sampled_from(ACTIVATIONS),
    rate=st.floats(0, 1000, exclude_min=True),
    batch=st.integers(1, MOST["batch"]),
    epochs=st.integers(1, MOST["epochs"]),
    seed=st.integers(0, MOST["seed"]),
)


@given(ANY)
def test_a_line_is_read_as_it_was_written(settings):
    line = str(settings)
    assert parse(line) == settings
    assert "\n" not in line and line == line.strip()


@given(ANY, st.randoms())
def test_the_order_and_the_spaces_do_not_matter(settings, random):
    words = str(settings).split()
    random.shuffle(words)
    assert parse(f"  {'   '.join(words)}\n") == settings


@given(st.text())
def test_any_text_is_settings_or_a_sentence(text):
    try:
        parse(text)
    except BadSettings as error:
        assert str(error)


def test_what_is_left_out_is_as_at_first():
    assert parse("") == Settings()
    assert parse("rate=1e-2 hidden=none") == Settings(rate=0.01, hidden=())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rate", "“rate” is not a setting. A line looks like this: hidden=64"),
        ("speed=3", "“speed=3” is not a setting"),
        ("rate=0", "rate=0: the learning rate must be a number above 0"),
        ("rate=nan", "rate=nan: the learning rate"),
        ("rate=0,1", "rate=0,1: the learning rate"),
        ("epochs=1.5", "epochs=1.5: it must be a whole number from 1 to 500"),
        ("batch=٣", "batch=٣: it must be a whole number"),
        ("seed=-1", "seed=-1: it must be a whole number"),
        ("hidden=64,", "hidden=64,: it must be the sizes of the hidden layers"),
        ("hidden=1,1,1,1,1,1", "at most 5 layers of 512"),
        ("start=He", "start=He: it must be one of zero, small, xavier, glorot, he."),
        ("activation=", "activation=: it must be one of linear"),
        ("rate=1 rate=2", "rate is there twice."),
    ],
)
def test_a_wrong_line_says_what_is_wrong(line, words):
    with pytest.raises(BadSettings) as error:
        parse(line)
    assert words in str(error.value)
