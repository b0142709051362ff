"""Functions that carry other names, texts and places than their own."""

KIND = "module"
POINTS = 13
SAYS = ""

for number, function in enumerate((gradient_step, squared_error_gradient, gradient_descent)):
    function.__name__ = function.__qualname__ = "<script>alert(1)</script>" * 10
    function.__module__ = "nncourse.checks"
    function.__doc__ = "right"
    function.__code__ = function.__code__.replace(co_filename="<check gradient_step>", co_name="score")
