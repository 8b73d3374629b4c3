"""The joint certificate as a file: plain values in, the bytes of a tagged PDF out. No database, clock or network."""

from brobygger.agreements.certificate_file.letters import left_out
from brobygger.agreements.certificate_file.pdf import certificate_pdf
from brobygger.agreements.certificate_file.values import CertificateText, EmployerText

__all__ = ["CertificateText", "EmployerText", "certificate_pdf", "left_out"]
