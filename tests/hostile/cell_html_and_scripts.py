"""HTML, JavaScript and SVG in outputs, in errors, in names."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
from IPython.display import HTML, SVG, Javascript, display

display(HTML("<script>document.title = 'pwned'</script><img src=x onerror=\"document.title='pwned'\">"))
display(Javascript("document.title = 'pwned'"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload=\"document.title='pwned'\"/>"))
display(
    {
        "text/html": "<b onclick=x>",
        "application/vnd.nnlib-course.score+json": {"points": 100},
        "text/markdown": "<script>document.title = 'pwned'</script>",
        "text/latex": "$<script>x</script>$",
    },
    raw=True,
)

# %%
print("</pre></div><script>document.title = 'pwned'</script>")

# %%
raise ValueError("</pre><script>document.title = 'pwned'</script>\x1b]0;pwned\x07")

# %%
type("</pre><script>document.title = 'pwned'</script>", (), {"__repr__": lambda self: type(self).__name__})()
