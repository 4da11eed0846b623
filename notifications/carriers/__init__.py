"""Ways by which mails leave, all behind Django's interface for mail: a folder, SMTP (Django's own), GOV.UK Notify."""
