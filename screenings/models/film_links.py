"""Where a film's page leads: trailers, reviews, where it streams."""

from django.core.exceptions import ValidationError
from django.db import models

from screenings.models.fields import LineField, LinkField, WholeField
from screenings.models.films import Film
from screenings.text.translation import gettext_noop


class LinkKind(models.TextChoices):
    TRAILER = "trailer", gettext_noop("Trailer")
    CLIP = "clip", gettext_noop("Clip")
    STREAM = "stream", gettext_noop("Streams on")
    CONVERSATION = "conversation", gettext_noop("Filmed conversation")
    INTERVIEW = "interview", gettext_noop("Interview")
    REVIEW = "review", gettext_noop("Review")
    ARTICLE = "article", gettext_noop("Article")
    PRESS_KIT = "press-kit", gettext_noop("Press kit")
    WEBSITE = "website", gettext_noop("Website")


class FilmLink(models.Model):
    """A trailer, a filmed conversation, where it streams. The address may be unknown yet.

    What is a film or an event of the festival itself is led to by `leads_to`, whose page then names this film too.
    """

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=16, choices=LinkKind)
    label = LineField(max_length=200)
    url = LinkField("address")
    leads_to = models.ForeignKey(
        Film,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="links_here",
        verbose_name="in the programme",
        help_text="Where it is a film or an event of this festival, in place of an address.",
    )
    order = WholeField(default=0, high=32767)

    class Meta:
        ordering = ("film", "order", "pk")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if not (self.film_id and self.leads_to):
            return
        if self.leads_to.festival_id != self.film.festival_id:
            raise ValidationError({"leads_to": "This film belongs to another festival."})
        if self.leads_to_id == self.film_id:
            raise ValidationError({"leads_to": "A film cannot lead to itself."})
