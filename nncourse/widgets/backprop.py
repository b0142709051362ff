"""Widgets of notebook 04: which product fits, a layer's sums forward and backward, loops against matrices."""


def shapes_game(question=None):
    return None


def layer_sums():
    return None


def loops_against_matrices(question=None):
    return None
