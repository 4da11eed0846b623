"""The endpoints of webhooks of organisations, which may hear of several programmes."""

from django.urls import path

from stages.views.webhook_delivery import webhook_delivery
from stages.views.webhook_detail import webhook_detail
from stages.views.webhook_end import webhook_end
from stages.views.webhook_list import webhook_list
from stages.views.webhook_new import webhook_new
from stages.views.webhook_pause import webhook_pause
from stages.views.webhook_secret import webhook_secret

app_name = "webhooks"
urlpatterns = [
    path("", webhook_list, name="webhook_list"),
    path("new/", webhook_new, name="webhook_new"),
    path("<int:pk>/", webhook_detail, name="webhook_detail"),
    path("<int:pk>/secret/", webhook_secret, name="webhook_secret"),
    path("<int:pk>/pause/", webhook_pause, name="webhook_pause"),
    path("<int:pk>/end/", webhook_end, name="webhook_end"),
    path("<int:pk>/deliveries/<int:delivery>/", webhook_delivery, name="webhook_delivery"),
]
