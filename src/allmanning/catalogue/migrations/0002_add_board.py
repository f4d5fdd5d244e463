"""Pre: the board that answers for a service, where it is another than the organisation's; empty by the code before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_create_catalogue")]

    operations = [
        migrations.AddField(
            model_name="adoption",
            name="board",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="the board that answers for the service; empty: the organisation's",
                max_length=100,
            ),
        ),
    ]
