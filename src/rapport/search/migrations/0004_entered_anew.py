"""Entries bear what a record is chosen by: those of before go, and the index is filled anew after the migrations."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0003_nobody_writes_past_a_guard")]
    operations = [migrations.RunSQL("DELETE FROM search_entry", migrations.RunSQL.noop)]
