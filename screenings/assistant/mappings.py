"""What was chosen for a festival's files is remembered under a name, for the next version of them."""

from screenings.assistant.bring_in import MappingChoices
from screenings.importing.both_changed import BOTH_CHANGED
from screenings.models import Festival, ImportMapping


def remembered_choices(festival: Festival, name: str) -> MappingChoices:
    """Nothing is chosen where there is no mapping of that name yet."""
    mapping = ImportMapping.objects.filter(festival=festival, name=name).first()
    return MappingChoices(mapping.shapes, mapping.columns, mapping.answers) if mapping else MappingChoices()


def remember_choices(festival: Festival, name: str, choices: MappingChoices) -> None:
    """All of them, in place of those that were remembered under the name. Raises ValidationError for a bad name."""
    mapping = ImportMapping.objects.filter(festival=festival, name=name).first()
    mapping = mapping or ImportMapping(festival=festival, name=name)
    mapping.shapes, mapping.columns = dict(choices.shapes), dict(choices.columns)
    # Whose change counts was asked of that one file.
    mapping.answers = {key: value for key, value in choices.answers.items() if not key.startswith(BOTH_CHANGED)}
    mapping.full_clean()
    mapping.save()


def with_choices(choices: MappingChoices, more: MappingChoices) -> MappingChoices:
    """The second's count where both say something."""
    return MappingChoices(
        {**choices.shapes, **more.shapes}, {**choices.columns, **more.columns}, {**choices.answers, **more.answers}
    )
