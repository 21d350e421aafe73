"""Work orders: what each crew holds in its hand - where, what, when, with whom - as PDF, XLSX and GPX."""
