"""Scores against labelled sets, one module a set; floors for them stand in the tests."""
