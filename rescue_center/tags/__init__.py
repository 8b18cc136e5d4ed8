"""Tag numbers, QR codes, labels and the scan page."""
