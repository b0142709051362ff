"""`nncourse report`: what the class understood.

gather.py reads verdicts and gradebook, numbers.py counts, code.py finds examples, alike.py compares, schedule.py knows
the times, weeks.py joins the notebooks; tables.py writes it as CSV and page.py as HTML (templates/). Nothing is graded.
"""
