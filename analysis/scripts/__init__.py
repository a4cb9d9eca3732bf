"""The scripts that compute the answers: templates, writing, checking, reports."""
