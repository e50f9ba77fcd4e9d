"""Entries bear what a record is chosen by: those of before go, and the index is filled anew after the migrations."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [migrations.RunSQL("DELETE FROM search_entry", migrations.RunSQL.noop)]
