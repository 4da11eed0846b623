"""The tokens of other systems, which may act in several programmes."""

from django.urls import path

from stages.views.token_list import token_list
from stages.views.token_new import token_new
from stages.views.token_revoke import token_revoke
from stages.views.token_rotate import token_rotate

app_name = "tokens"
urlpatterns = [
    path("", token_list, name="token_list"),
    path("new/", token_new, name="token_new"),
    path("<int:pk>/rotate/", token_rotate, name="token_rotate"),
    path("<int:pk>/revoke/", token_revoke, name="token_revoke"),
]
