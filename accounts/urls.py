"""Pages about one's own account that are not those of django-allauth."""

from django.urls import path

from accounts.views.second_factor_needed import second_factor_needed

app_name = "accounts"
urlpatterns = [path("second-factor/", second_factor_needed, name="second_factor_needed")]
