"""Pre: creates releases and adoptions; nothing that runs needs to change before it."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_create_swedish_sort_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("package_id", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=40)),
                (
                    "digest",
                    models.CharField(
                        help_text="sha256 of the content, hexadecimal", max_length=64, unique=True
                    ),
                ),
                ("name", models.JSONField(help_text='{"sv": …, "en": …}')),
                ("summary", models.JSONField(help_text='{"sv": …, "en": …}')),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "local",
                    models.JSONField(
                        default=dict, help_text="as in LOCAL.toml, in kronor; {} = all defaults"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("automation_delegated_on", models.DateField(blank=True, null=True)),
                (
                    "delegation_reference",
                    models.CharField(
                        blank=True, help_text="the board's decision, such as SN § 41", max_length=200
                    ),
                ),
                ("adopted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Archive",
            fields=[
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="archive",
                        serialize=False,
                        to="catalogue.release",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("package_id", "version"), name="one_release_of_each_version"
            ),
        ),
        migrations.AddField(
            model_name="adoption",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="catalogue.release"
            ),
        ),
        migrations.AddIndex(
            model_name="adoption",
            index=models.Index(fields=["organisation", "release", "-valid_from"], name="adoption_in_force"),
        ),
    ]
