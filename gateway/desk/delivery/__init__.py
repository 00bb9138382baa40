"""Handing mail to the smarthost, and what comes back: failures, reports, complaints."""
