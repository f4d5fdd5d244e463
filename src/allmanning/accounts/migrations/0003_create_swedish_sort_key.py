"""Pre: lists of people are sorted by the database, å, ä and ö last."""

from django.db import migrations

from allmanning.lib.sorting import CREATE_SWEDISH_SORT_KEY, DROP_SWEDISH_SORT_KEY


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_force_row_level_security")]

    operations = [migrations.RunSQL(CREATE_SWEDISH_SORT_KEY, DROP_SWEDISH_SORT_KEY)]
