"""Lists in lists in lists, and a list that contains itself."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    answer = 4.4
    for _ in range(100):
        answer = [answer]
    return answer


def squared_error_gradient(w, x, y):
    answer = []
    answer.append(answer)
    return answer
