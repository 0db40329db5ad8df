"""Every public address; none holds a primary key."""

from django.urls import URLPattern, path

from screenings.plans import feed as plan_calendar
from screenings.plans import views as plans
from screenings.plans import views_addresses as plan_addresses
from screenings.plans import views_planning as plan_planning
from screenings.public.serving import feeds
from screenings.public.views import (
    changes,
    crawlers,
    embed,
    films,
    health,
    home,
    listings,
    media,
    people,
    pictures,
    programme,
    sections,
    themes,
    timetable,
    venues,
)
from screenings.sheets import private_feed

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("favicon.ico", pictures.site_icon, name="favicon"),
    path("programme.schema.json", programme.programme_schema, name="programme-schema"),
    path("media/<path:name>", media.upload, name="upload"),
    path("<slug:festival>/", home.festival_home, name="festival"),
    path("<slug:festival>/theme-<slug:digest>.css", themes.stylesheet, name="theme"),
    path("<slug:festival>/screenings/", listings.listing, name="listing"),
    path("<slug:festival>/screenings.ics", feeds.listing_feed, name="listing-feed"),
    path("<slug:festival>/screenings.json", feeds.listing_feed, {"suffix": "json"}, name="listing-json"),
    path("<slug:festival>/screenings.csv", feeds.listing_feed, {"suffix": "csv"}, name="listing-csv"),
    path("<slug:festival>/schedule.xml", feeds.schedule, name="schedule"),
    path("<slug:festival>/programme.json", programme.programme, name="programme"),
    path("<slug:festival>/embed/", embed.embed, name="embed"),
    path("<slug:festival>/house/<slug:token>.ics", private_feed.private_feed, name="private-feed"),
    path("<slug:festival>/screenings/<uuid:uid>.ics", feeds.screening_feed, name="screening-feed"),
    path("<slug:festival>/icon.svg", pictures.icon, name="icon"),
    path("<slug:festival>/icon.png", pictures.touch_icon, name="touch-icon"),
    path("<slug:festival>/card-<slug:tag>.png", pictures.festival_picture, name="festival-card"),
    path("<slug:festival>/timetable/", timetable.timetable, name="timetable"),
    path("<slug:festival>/timetable/overview/", timetable.timetable_overview, name="timetable-overview"),
    path("<slug:festival>/timetable/<slug:day>/", timetable.timetable, name="timetable-day"),
    path("<slug:festival>/timetable/<slug:day>.ics", feeds.day_feed, name="day-feed"),
    path("<slug:festival>/changes/", changes.changes, name="changes"),
    path("<slug:festival>/changes.atom", changes.changes_feed, name="changes-feed"),
    path("<slug:festival>/films/", films.films, name="films"),
    path("<slug:festival>/films/<slug:slug>/", films.film, name="film"),
    path("<slug:festival>/films/<slug:film>.ics", feeds.film_feed, name="film-feed"),
    path("<slug:festival>/films/<slug:slug>/card-<slug:tag>.png", pictures.film_picture, name="film-card"),
    path("<slug:festival>/venues/", venues.venues, name="venues"),
    path("<slug:festival>/venues/<slug:slug>/", venues.venue, name="venue"),
    path("<slug:festival>/venues/<slug:venue>.ics", feeds.venue_feed, name="venue-feed"),
    path("<slug:festival>/venues/<slug:venue>/<slug:hall>.ics", feeds.hall_feed, name="hall-feed"),
    path("<slug:festival>/sections/<slug:section>.ics", feeds.section_feed, name="section-feed"),
    path("<slug:festival>/sections/<slug:slug>/", sections.section, name="section"),
    path("<slug:festival>/people/<slug:slug>/", people.person, name="person"),
    path("<slug:festival>/plan/", plans.plan, name="plan"),
    path("<slug:festival>/plan/hours/", plan_planning.hours, name="plan-hours"),
    path("<slug:festival>/plan/proposal/", plan_planning.proposal, name="plan-proposal"),
    path("<slug:festival>/plan/days/<slug:day>/", plan_planning.free_day, name="plan-day"),
    path("<slug:festival>/plan/addresses/", plan_addresses.addresses, name="plan-addresses"),
    path("<slug:festival>/plan/edit/<slug:key>/", plan_addresses.edit, name="plan-edit"),
    path("<slug:festival>/plan/shared/<slug:token>/", plan_addresses.shared, name="plan-shared"),
    path("<slug:festival>/plan/forget/", plan_addresses.forget_plan, name="plan-forget"),
    path("<slug:festival>/plan/calendar/<slug:token>.ics", plan_calendar.plan_feed, name="plan-feed"),
    path("<slug:festival>/plan/star/films/<slug:slug>/", plans.star_film, name="plan-star-film"),
    path("<slug:festival>/plan/star/screenings/<uuid:uid>/", plans.star_screening, name="plan-star-screening"),
]
